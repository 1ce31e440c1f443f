package com.softellect.vpn.endpoint.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletResponse;

/** Why a call is not let in. It is answered with a few bytes, whatever it brought is not read, and its connection is closed. */
enum Refusal {
    /** It does not keep to HTTP, or broke off. */
    BROKEN(400, 0, "this is no HTTP request that can be read"),
    /** Neither a message nor a question for the contract. */
    METHOD(405, 0, "this is a SOAP service: POST, or GET with ?wsdl"),
    /** The body has not come in time. */
    SLOW(408, 0, "the message did not come in time"),
    /** The body is longer than the caller may send. */
    TOO_LARGE(413, 0, "the message is too large"),
    /** The body is compressed, or in a character encoding that nobody knows. */
    ENCODED(415, 0, "messages are taken as they are, without Content-Encoding, preferably in UTF-8"),
    /** The address has failed to authenticate too often. */
    BLOCKED(429, 60, "too many failures from this address: try again later"),
    /** The gateway's own error. */
    FAILED(500, 0, "internal error of the gateway"),
    /** The gateway spends no more on strangers, or on this session's messages, at the moment. */
    BUSY(503, 2, "the gateway is busy: try again");

    private final int status;
    private final int retrySeconds;
    private final byte[] text;

    Refusal(int status, int retrySeconds, String text) {
        this.status = status;
        this.retrySeconds = retrySeconds;
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setHeader("Connection", "close");
        if (this == METHOD) {
            response.setHeader("Allow", "GET, POST");
        }
        if (retrySeconds > 0) {
            response.setIntHeader("Retry-After", retrySeconds);
        }
        response.setContentType("text/plain;charset=us-ascii");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
