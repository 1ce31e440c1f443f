package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.Enrolment;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;

/**
 * A command that issues a client's profile. The profile's file is reserved before the client is changed: what is likely to go wrong with it
 * goes wrong while nothing has happened yet.
 */
abstract class IssuingCommand extends ArgumentCommand {

    @Option(name = "--public-key", description = "The client's own public key, as vpn:identity prints it on the client. Its private key stays "
            + "there then, and the profile holds no secret")
    String publicKey;

    @Option(name = "--profile", description = "The file to write, absolute or relative to Karaf's folder; it must not exist. "
            + "Default: profiles/CLIENT.vpnprofile")
    String profile;

    @Option(name = "--qr", description = "Also draw the profile as a QR code. Whoever sees the screen then has the client's private key "
            + "(not with --public-key, which leaves it on the client)")
    boolean qr;

    @Override
    final void perform(Services services, PrintStream out) throws CommandException {
        ClientAdministration clients = services.find(ClientAdministration.class).orElseThrow(Role.GATEWAY::absent);
        check();
        ProfileFile file = ProfileFile.reserve(profile, client(), services.base());
        boolean written = false;
        try (Enrolment issued = issue(clients)) {
            write(issued, file, clients);
            written = true;
            show(issued, file, out);
        } catch (ClientException e) {
            throw Failures.of(e.getMessage());
        } finally {
            if (!written) {
                file.giveUp();
            }
        }
    }

    private void write(Enrolment issued, ProfileFile file, ClientAdministration clients) throws CommandException {
        try {
            file.write(issued.profile());
        } catch (IOException e) {
            throw Failures.of(file.path() + " can't be written: " + Failures.reason(e) + ". " + undo(clients));
        }
    }

    private void show(Enrolment issued, ProfileFile file, PrintStream out) {
        try (IssuedProfile shown = new IssuedProfile(issued)) {
            shown.describe(heading(), file.path(), out);
            if (qr) {
                shown.draw(out);
            }
        }
    }

    abstract String client();

    /** Fails if an option is wrong. */
    abstract void check() throws CommandException;

    abstract Enrolment issue(ClientAdministration clients) throws ClientException;

    /** The profile that was issued is lost. @return what that means, in a sentence or two */
    abstract String undo(ClientAdministration clients);

    /** What was done, in a sentence. */
    abstract String heading();
}
