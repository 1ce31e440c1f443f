package com.softellect.vpn.api.surroundings;

import java.io.IOException;

/** The system can't be made to do what the settings say. The message says what to do. */
public class SurroundingsException extends IOException {

    private static final long serialVersionUID = 1L;

    public SurroundingsException(String message) {
        super(message);
    }

    public SurroundingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
