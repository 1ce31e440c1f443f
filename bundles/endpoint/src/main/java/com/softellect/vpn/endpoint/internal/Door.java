package com.softellect.vpn.endpoint.internal;

import java.io.IOException;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where calls come in. Whatever goes wrong behind it, the caller gets a short answer that says nothing of the gateway's inside, and the
 * servlet container never gets to write a page about it. Thread-safe.
 */
final class Door {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final Doorkeeper keeper;
    private final ErrorLog errors;
    private final EndpointCounters counters;

    Door(Doorkeeper keeper, ErrorLog errors, EndpointCounters counters) {
        this.keeper = keeper;
        this.errors = errors;
        this.counters = counters;
    }

    void receive(Call call) {
        try {
            keeper.receive(call);
        } catch (IOException e) { // the caller has gone, or does not keep to HTTP
            LOG.debug("a call broke off: {}", e.toString());
            refuse(Refusal.BROKEN, call.response());
        } catch (RuntimeException e) {
            errors.write(e);
            refuse(Refusal.FAILED, call.response());
        }
    }

    private void refuse(Refusal refusal, HttpServletResponse response) {
        counters.refused(refusal);
        if (response.isCommitted()) {
            return;
        }
        try {
            response.reset();
            refusal.send(response);
        } catch (IOException e) {
            LOG.debug("nobody is there for the answer {}: {}", refusal, e.toString());
        }
    }
}
