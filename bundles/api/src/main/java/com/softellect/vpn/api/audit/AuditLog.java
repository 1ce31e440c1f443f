package com.softellect.vpn.api.audit;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The audit log: who was let in from where, who was refused and why, what administrators did. An OSGi service. Any thread.
 *
 * <p>Writing may wait for the disk that the log lies on, as long as that takes. Whatever goes wrong with it, the caller is not told: nobody is
 * kept out and no change is stopped because an event can't be written.
 */
@ProviderType
public interface AuditLog {

    /**
     * Writes an event with the current time. Events that come in floods are the caller's to hold back.
     *
     * @param event  what happened, as {@code noun.verb} in lower case, for example {@code authentication.refused}
     * @param fields the particulars, in the order in which they are to be written: text, numbers, truth values; never a secret. Text from
     *               strangers is cut to 256 characters
     */
    void record(String event, Map<String, ?> fields);
}
