package com.softellect.vpn.api.client;

import java.util.Arrays;
import java.util.Objects;

/**
 * A client with the profile that was issued to it. The profile may hold the client's private key, which is kept nowhere else: who has this
 * writes it where it belongs, and closes this, which wipes it.
 */
public final class Enrolment implements AutoCloseable {

    private final Client client;
    private final byte[] profile;

    /** @param profile belongs to this object from now on */
    public Enrolment(Client client, byte[] profile) {
        this.client = Objects.requireNonNull(client, "client");
        this.profile = Objects.requireNonNull(profile, "profile");
    }

    public Client client() {
        return client;
    }

    /** The profile as the file's bytes, UTF-8; not a copy: zeros once this is closed. */
    public byte[] profile() {
        return profile;
    }

    @Override
    public void close() {
        Arrays.fill(profile, (byte) 0);
    }

    /** Without the profile: it may hold a secret. */
    @Override
    public String toString() {
        return "Enrolment[" + client.id() + "]";
    }
}
