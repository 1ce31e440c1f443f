package com.softellect.vpn.api.upgrade;

/** An upgrade is not possible; nothing was changed. The message says why and what to do. */
public class UpgradeException extends Exception {

    public UpgradeException(String message) {
        super(message);
    }

    public UpgradeException(String message, Throwable cause) {
        super(message, cause);
    }
}
