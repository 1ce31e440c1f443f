package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.NetworkListener;
import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.api.surroundings.SurroundingsStatus;
import com.softellect.vpn.api.surroundings.TunnelLink;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Notes what it is told, and does nothing. */
final class FakeSurroundings implements Surroundings {

    /** In the order of the calls: {@code approach HOST ADDRESSES PORT}, {@code enter ADAPTER}, {@code leave}, {@code release}. */
    private final List<String> said = new ArrayList<>();

    volatile String refusal;
    volatile String enterRefusal;
    volatile List<InetAddress> lastKnown = List.of();
    volatile NetworkListener listener;

    /** How often smaller packets can be tried. */
    int narrower;

    synchronized List<String> said() {
        return List.copyOf(said);
    }

    synchronized List<String> take() {
        List<String> taken = List.copyOf(said);
        said.clear();
        return taken;
    }

    private synchronized void say(String what) {
        said.add(what);
    }

    @Override
    public void approach(Approach approach) throws SurroundingsException {
        say("approach " + approach.host() + " " + approach.addresses().stream().map(InetAddress::getHostAddress).toList() + " " + approach.port());
        if (refusal != null) {
            throw new SurroundingsException(refusal);
        }
    }

    @Override
    public void enter(TunnelLink link) throws SurroundingsException {
        say("enter " + link.adapterName() + " " + link.network());
        if (enterRefusal != null) {
            throw new SurroundingsException(enterRefusal);
        }
    }

    @Override
    public void leave() {
        say("leave");
    }

    @Override
    public void release() {
        say("release");
    }

    @Override
    public boolean narrow() {
        say("narrow");
        return narrower-- > 0;
    }

    @Override
    public List<InetAddress> lastKnown(String host) {
        return lastKnown;
    }

    @Override
    public SurroundingsStatus status() {
        return new SurroundingsStatus(false, List.of(), 0, null);
    }

    @Override
    public Runnable listen(NetworkListener who) {
        listener = who;
        return () -> listener = null;
    }
}
