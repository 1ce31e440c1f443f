package com.softellect.vpn.dns.internal;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What is asked, whoever asks: questions that are equal have the same answer. Names are equal whatever their case.
 *
 * @param type             of the records
 * @param signatures       whether signatures are wanted with them (the DO bit of RFC 3225)
 * @param checkingDisabled whether answers whose signatures are wrong are wanted too (the CD bit of RFC 4035)
 */
public record Question(Name name, int type, boolean signatures, boolean checkingDisabled) {

    /** As it stands in a message, of class IN. */
    Record record() {
        return Record.newRecord(name, type, DClass.IN);
    }
}
