package com.softellect.vpn.endpoint.internal;

import javax.servlet.http.HttpServletRequest;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.cxf.transport.http.AbstractHTTPDestination;

/**
 * The address that a call came from: that of the TCP connection's other end. A header of the caller's making does not count. As text,
 * IPv6 without the brackets and the zone that containers may write.
 */
final class CallerAddress {

    private CallerAddress() {
    }

    static String of(HttpServletRequest request) {
        return plain(request.getRemoteAddr());
    }

    /** Of the call that CXF has on this thread. */
    static String ofCurrentCall() {
        return of((HttpServletRequest) PhaseInterceptorChain.getCurrentMessage().get(AbstractHTTPDestination.HTTP_REQUEST));
    }

    static String plain(String address) {
        String bare = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
        int zone = bare.indexOf('%');
        return zone < 0 ? bare : bare.substring(0, zone);
    }
}
