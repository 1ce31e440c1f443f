package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.Enrolment;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import io.nayuki.qrcodegen.DataTooLongException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/** What an administrator is told of a profile that was issued: all but the private key, which only the QR code shows. */
final class IssuedProfile implements AutoCloseable {

    private final Profile profile;

    IssuedProfile(Enrolment issued) {
        this.profile = ProfileFormat.read(issued.profile());
    }

    void describe(String heading, Path file, PrintStream out) {
        new Report(heading)
                .line("profile", file)
                .line("holds", holdsKey()
                        ? "the private key of " + profile.clientId() + ", which is kept nowhere else; only Karaf's user may read the file"
                        : "no secret: the private key is on the client only")
                .line("gateway", String.join(", ", profile.gateways()))
                .line("address", profile.address() == null ? "lent when it connects" : profile.address())
                .line("expires", Expiry.show(profile.expires()))
                .line("reaches", "the gateway's side" + (profile.clientToClient() ? ", and other clients that may do so, too" : ", no other clients"))
                .print(out);
        out.println(holdsKey()
                ? "Next: take the file to the client by a safe way, run vpn:connect FILE in its shell, and delete the file here and there."
                : "Next: take the file to the client and run vpn:connect FILE in its shell.");
    }

    void draw(PrintStream out) {
        byte[] content = ProfileFormat.writeCompact(profile);
        try {
            QrDrawing drawing = QrDrawing.of(content);
            drawing.print(out);
            out.println("The window must be " + drawing.columns() + " characters wide."
                    + (holdsKey() ? " Clear the screen afterwards: the code shows the private key." : ""));
        } catch (DataTooLongException e) {
            out.println("The profile is too long for a QR code.");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private boolean holdsKey() {
        return profile.privateKey() != null;
    }

    /** Wipes the private key. */
    @Override
    public void close() {
        if (holdsKey()) {
            Arrays.fill(profile.privateKey(), (byte) 0);
        }
    }
}
