package com.softellect.vpn.endpoint.internal;

import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/** Notes that CXF has read a call to its end: what goes wrong from here on is the gateway's own fault. Stateless. */
final class Understood extends AbstractPhaseInterceptor<Message> {

    Understood() {
        super(Phase.PRE_INVOKE);
    }

    @Override
    public void handleMessage(Message message) {
        message.getExchange().put(Understood.class, this);
    }

    static boolean is(Exchange exchange) {
        return exchange.get(Understood.class) != null;
    }
}
