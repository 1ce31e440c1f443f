package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.credential.PublicKeys;
import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Keeps the profile and this client's own key in files that only Karaf's user may read. Keys are in memory only as {@link ClientKey}s; the bytes
 * that they are read from are wiped.
 *
 * <p>Threads: all methods may be called by any thread.
 */
final class ProfileStore {

    /** Guarded by this; null before the settings are read, or if they can't be used: {@link #problem} says so. */
    private Places places;
    private String problem = TunnelSettings.FILE + " is not read yet; try again in a moment";

    synchronized void keepIn(Places next) {
        places = next;
    }

    /** @param why nothing can be kept, and what to do */
    synchronized void keepNowhere(String why) {
        places = null;
        problem = why;
    }

    /**
     * Checks a profile and keeps it in the place of the one before.
     *
     * @param file the file's bytes; not kept
     * @throws IllegalArgumentException if this client can't use it; the message says why, and the one before stays
     * @throws IOException              if it can't be kept; the message says what to do
     */
    synchronized void use(byte[] file) throws IOException {
        Path place = places().profile();
        identity(ProfileFormat.read(file));
        try {
            SecretFile.write(place, file);
        } catch (IOException e) {
            throw new IOException("the profile can't be kept in " + place + " (" + e + "): let Karaf's user write there, or set profile in "
                    + TunnelSettings.FILE, e);
        }
    }

    /** @throws IOException if there is no profile, or none that can be used; the message says what to do */
    synchronized Identity load() throws IOException {
        Path place = places().profile();
        if (Files.notExists(place)) {
            throw new IOException("there is no profile yet: have the gateway's operator make one with vpn:client-add, then vpn:connect FILE");
        }
        byte[] file = content(place);
        try {
            return identity(ProfileFormat.read(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("the profile in " + place + " can't be used: " + e.getMessage() + "; then vpn:connect FILE", e);
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private static byte[] content(Path place) throws IOException {
        try {
            return SecretFile.read(place, ProfileFormat.MAX_BYTES);
        } catch (IOException e) {
            throw new IOException("the profile can't be read from " + place + " (" + e + "): let Karaf's user read it, or set profile in "
                    + TunnelSettings.FILE, e);
        }
    }

    /** See {@link com.softellect.vpn.api.tunnel.Tunnel#publicKey}. */
    synchronized String publicKey() throws IOException {
        return ownKey().publicKey();
    }

    private Identity identity(Profile profile) throws IOException {
        return new Identity(profile.clientId(), profile.gateways(), profile.pins(), key(profile));
    }

    private ClientKey key(Profile profile) throws IOException {
        byte[] secret = profile.privateKey();
        if (secret == null) {
            return ownKeyFor(PublicKeys.text(PublicKeys.parse(profile.publicKey())));
        }
        try {
            return ClientKey.of(secret, profile.publicKey());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its keys are damaged (" + e.getMessage()
                    + "): have the gateway's operator issue another with vpn:client-rotate", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private ClientKey ownKeyFor(String publicKey) throws IOException {
        ClientKey own = ownKey();
        if (!own.publicKey().equals(publicKey)) {
            throw new IllegalArgumentException("this profile is for the public key " + publicKey + ", this client's is " + own.publicKey()
                    + ": send the gateway's operator the output of vpn:identity, for vpn:client-rotate --public-key");
        }
        return own;
    }

    private ClientKey ownKey() throws IOException {
        return new OwnKey(places().clientKey()).get();
    }

    private Places places() throws IOException {
        if (places == null) {
            throw new IOException(problem);
        }
        return places;
    }
}
