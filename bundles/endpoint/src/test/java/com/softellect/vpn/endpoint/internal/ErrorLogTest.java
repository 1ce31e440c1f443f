package com.softellect.vpn.endpoint.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class ErrorLogTest {

    private final List<Object[]> written = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a clock that may well run over
    private final Logger logger = (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[] {Logger.class},
            (proxy, method, args) -> {
                assertThat(method.getName()).isEqualTo("error");
                written.add((Object[]) args[1]);
                return null;
            });
    private final ErrorLog log = new ErrorLog(logger, nanos::get);

    @Test
    void anErrorIsWrittenUnderTheReferenceThatItsCallerGets() {
        RuntimeException error = new IllegalStateException("inside");
        String reference = log.write(error);
        assertThat(reference).matches("[0-9a-f]{12}");
        assertThat(written).hasSize(1);
        assertThat(written.get(0)).containsExactly(reference, 0L, error);
    }

    @Test
    void aFloodOfErrorsDoesNotFillTheLogAndIsCounted() {
        for (int i = 0; i < 10_000; i++) {
            log.write(new IllegalStateException());
        }
        assertThat(written).hasSize(ErrorLog.AT_ONCE);
        nanos.addAndGet(ErrorLog.EACH_NANOS);
        log.write(new IllegalStateException());
        log.write(new IllegalStateException());
        assertThat(written).hasSize(ErrorLog.AT_ONCE + 1);
        assertThat(written.get(ErrorLog.AT_ONCE)[1]).isEqualTo(10_000L - ErrorLog.AT_ONCE);
        nanos.addAndGet(1000 * ErrorLog.EACH_NANOS);
        for (int i = 0; i < 100; i++) {
            log.write(new IllegalStateException());
        }
        assertThat(written).hasSize(2 * ErrorLog.AT_ONCE + 1);
    }
}
