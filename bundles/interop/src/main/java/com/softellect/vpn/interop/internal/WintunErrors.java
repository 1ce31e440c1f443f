package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;

/** Turns what Windows and WinTun refuse into a message that says what to do about it. */
final class WintunErrors {

    private WintunErrors() {
    }

    static TunAdapterException creating(String name, int error) {
        return error == WintunLibrary.ERROR_ACCESS_DENIED
                ? new TunAdapterException("no permission to create the adapter " + name
                        + ": run as administrator, or as a service under the account LocalSystem")
                : failed("creating the adapter " + name, error);
    }

    static TunAdapterException nameInUse(String name) {
        return new TunAdapterException("the adapter name " + name + " is already in use (netsh interface show interface): choose"
                + " another adapter name, or remove that interface");
    }

    static TunAdapterException startingSession(String name, int capacity, int error) {
        return error == WintunLibrary.ERROR_INVALID_PARAMETER
                ? new TunAdapterException("WinTun refused a ring of " + capacity + " bytes for the adapter " + name + ": "
                        + RingCapacity.RULE)
                : failed("starting the session of the adapter " + name, error);
    }

    static TunAdapterException receiving(String name, int error) {
        return switch (error) {
            case WintunLibrary.ERROR_HANDLE_EOF -> goingAway(name);
            case WintunLibrary.ERROR_INVALID_DATA -> corrupt(name);
            default -> failed("receiving from the adapter " + name, error);
        };
    }

    static TunAdapterException sending(String name, int error) {
        return error == WintunLibrary.ERROR_HANDLE_EOF ? goingAway(name) : failed("sending to the adapter " + name, error);
    }

    static TunAdapterException corrupt(String name) {
        return new TunAdapterException("the receive ring of the adapter " + name + " is corrupt: start again what used it");
    }

    private static TunAdapterException goingAway(String name) {
        return new TunAdapterException("the adapter " + name + " was removed by someone else: start again what used it");
    }

    static TunAdapterException failed(String what, int error) {
        return new TunAdapterException(what + " failed with Windows error " + Integer.toUnsignedString(error)
                + ": its meaning is told by the command net helpmsg " + Integer.toUnsignedString(error));
    }
}
