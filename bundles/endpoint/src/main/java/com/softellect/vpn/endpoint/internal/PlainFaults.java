package com.softellect.vpn.endpoint.internal;

import java.io.IOException;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.SoapVersion;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.FaultMode;
import org.apache.cxf.phase.Phase;

/**
 * A fault says what the caller needs, and nothing of the gateway's inside: the contract's own faults go out as they are, every other one
 * with a code and a fixed text. An error of the gateway has a reference, which the {@link ErrorLog} has too. Thread-safe.
 */
final class PlainFaults extends AbstractSoapInterceptor {

    private final ErrorLog errors;
    private final EndpointCounters counters;

    PlainFaults(ErrorLog errors, EndpointCounters counters) {
        super(Phase.SETUP);
        this.errors = errors;
        this.counters = counters;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        FaultMode mode = message.get(FaultMode.class);
        if (mode == FaultMode.CHECKED_APPLICATION_FAULT) {
            return;
        }
        Fault fault = (Fault) message.getContent(Exception.class);
        boolean ours = mode == FaultMode.UNCHECKED_APPLICATION_FAULT || Understood.is(message.getExchange()) && !hasHungUp(fault);
        message.setContent(Exception.class, ours ? internal(fault, message.getVersion()) : misunderstood(fault, message.getVersion()));
    }

    /** What is told to a caller that has gone does not matter. */
    private static boolean hasHungUp(Throwable fault) {
        return fault != null && (fault instanceof IOException || hasHungUp(fault.getCause()));
    }

    private Fault internal(Fault fault, SoapVersion version) {
        counters.refused(Refusal.FAILED);
        return new SoapFault("internal error of the gateway: its operator finds it in the log under " + errors.write(fault),
                version.getReceiver());
    }

    private static Fault misunderstood(Fault fault, SoapVersion version) {
        QName code = fault.getFaultCode();
        if (version.getVersionMismatch().equals(code)) {
            return new SoapFault("this service speaks SOAP 1.1", code);
        }
        if (version.getMustUnderstand().equals(code)) {
            return new SoapFault("a header that must be understood is not understood here", code);
        }
        Fault plain = new SoapFault("this is no message of this service: see ?wsdl; or it is over the limits", version.getSender());
        plain.setStatusCode(fault.getStatusCode());
        return plain;
    }
}
