package com.softellect.vpn.endpoint.internal;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * A call at the door, as the servlet container gave it.
 *
 * @param inside the way on into CXF
 */
record Call(HttpServletRequest request, HttpServletResponse response, Inside inside) {

    /** Hands a call to CXF, which answers it. */
    @FunctionalInterface
    interface Inside {
        void accept(HttpServletRequest request) throws IOException;
    }

    /** To CXF, with a body that is whole. */
    void enter(Body body) throws IOException {
        inside.accept(new WholeRequest(request, body));
    }

    /** To CXF, as it is. */
    void enter() throws IOException {
        inside.accept(request);
    }

    /** See {@link CallerAddress}. */
    String from() {
        return CallerAddress.of(request);
    }
}
