package com.softellect.vpn.api.client;

/** A change to the clients is not possible; nothing was changed. The message says why and what to do. */
public class ClientException extends Exception {

    public ClientException(String message) {
        super(message);
    }

    public ClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
