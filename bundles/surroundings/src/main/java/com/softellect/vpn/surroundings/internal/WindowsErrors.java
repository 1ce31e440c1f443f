package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;

/** Turns what Windows refuses into a message that says what to do about it. */
final class WindowsErrors {

    private static final int ERROR_ACCESS_DENIED = 5;

    /** EPT_S_NOT_REGISTERED: the service that keeps the filters does not run. */
    private static final int NOBODY_LISTENS = 1753;

    private WindowsErrors() {
    }

    /**
     * A call failed.
     *
     * @param what it was for, and its function
     */
    static SurroundingsException failed(String what, int error) {
        return new SurroundingsException(what + " failed with Windows error " + (error < 0 ? "0x" + Integer.toHexString(error) : error) + ": " + advice(error));
    }

    private static String advice(int error) {
        return switch (error) {
            case ERROR_ACCESS_DENIED -> "run Karaf as administrator, or as a service under the account LocalSystem";
            case NOBODY_LISTENS -> "start the service Base Filtering Engine (net start bfe)";
            default -> error < 0 ? "its meaning is in Microsoft's list of the error codes of the Windows Filtering Platform"
                    : "its meaning is told by the command net helpmsg " + error;
        };
    }
}
