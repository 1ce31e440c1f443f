package com.softellect.vpn.contract;

import java.util.ArrayList;
import java.util.List;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** Asks for a session. */
@XmlRootElement(name = "authenticate")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"protocol", "clientId", "algorithm", "timestampMillis", "nonce", "proof", "software", "option"})
public class Authenticate {

    @XmlElement
    private int protocol;

    @XmlElement(required = true)
    private String clientId;

    @XmlElement(required = true)
    private String algorithm;

    @XmlElement
    private long timestampMillis;

    @XmlElement(required = true)
    private byte[] nonce;

    @XmlElement(required = true)
    private byte[] proof;

    @XmlElement
    private String software;

    @XmlElement
    private List<Option> option = new ArrayList<>();

    /** For JAXB. */
    public Authenticate() {
    }

    public Authenticate(
            int protocol, String clientId, String algorithm, long timestampMillis, byte[] nonce, byte[] proof, String
            software, List<Option> options) {
        this.protocol = protocol;
        this.clientId = clientId;
        this.algorithm = algorithm;
        this.timestampMillis = timestampMillis;
        this.nonce = nonce;
        this.proof = proof;
        this.software = software;
        this.option = options;
    }

    /** The version of the protocol that the client speaks. */
    public int getProtocol() {
        return protocol;
    }

    /** Who the client claims to be. */
    public String getClientId() {
        return clientId;
    }

    /** How the proof was made. */
    public String getAlgorithm() {
        return algorithm;
    }

    /** When the proof was made, in milliseconds since 1970-01-01T00:00Z. */
    public long getTimestampMillis() {
        return timestampMillis;
    }

    /** 16 to 64 random bytes, never used before. */
    public byte[] getNonce() {
        return nonce;
    }

    /** The proof that the client has its credential. */
    public byte[] getProof() {
        return proof;
    }

    /** Name and version of the client's software; may be null. */
    public String getSoftware() {
        return software;
    }

    /** What the client offers. */
    public List<Option> getOptions() {
        return option;
    }
}
