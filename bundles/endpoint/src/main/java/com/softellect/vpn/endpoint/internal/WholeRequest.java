package com.softellect.vpn.endpoint.internal;

import java.io.IOException;
import java.io.InputStream;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;

/** A request whose body was read already. One thread at a time. */
final class WholeRequest extends HttpServletRequestWrapper {

    private final ServletInputStream body;

    WholeRequest(HttpServletRequest request, Body whole) {
        super(request);
        this.body = new FromMemory(whole.stream());
    }

    @Override
    public ServletInputStream getInputStream() {
        return body;
    }

    private static final class FromMemory extends ServletInputStream {

        private final InputStream bytes;

        FromMemory(InputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            return bytes.read(into, at, most);
        }

        @Override
        public int available() throws IOException {
            return bytes.available();
        }

        @Override
        public boolean isFinished() {
            try {
                return available() == 0;
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body was read already");
        }
    }
}
