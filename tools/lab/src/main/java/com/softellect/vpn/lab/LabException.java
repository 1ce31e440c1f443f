package com.softellect.vpn.lab;

/** Something that the lab needs is not so. The message is for the operator: what happened and what to do. */
public class LabException extends Exception {

    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
