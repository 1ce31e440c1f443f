package com.softellect.vpn.endpoint.internal;

import java.util.Locale;
import org.apache.cxf.interceptor.AttachmentInInterceptor;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/** Answers with MTOM where the request came as XOP, and plainly where it came plainly. Stateless. */
final class MtomForThoseWhoAsk extends AbstractPhaseInterceptor<Message> {

    MtomForThoseWhoAsk() {
        super(Phase.RECEIVE);
        addBefore(AttachmentInInterceptor.class.getName()); // which takes the content type of the whole message away
    }

    @Override
    public void handleMessage(Message message) {
        String type = (String) message.get(Message.CONTENT_TYPE);
        boolean xop = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/related")
                && type.contains("application/xop+xml");
        message.getExchange().put(Message.MTOM_ENABLED, xop);
    }
}
