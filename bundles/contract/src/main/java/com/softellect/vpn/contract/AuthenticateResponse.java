package com.softellect.vpn.contract;

import java.util.ArrayList;
import java.util.List;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** A session and its terms. */
@XmlRootElement(name = "authenticateResponse")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"sessionId", "address", "prefixLength", "gatewayAddress", "mtu", "idleSeconds", "maxBatchPackets", "maxBatchBytes", "maxPolls", "maxSends", "option",
    "route", "dnsServer", "dnsDomain"})
public class AuthenticateResponse {

    @XmlElement(required = true)
    private String sessionId;

    @XmlElement(required = true)
    private String address;

    @XmlElement
    private int prefixLength;

    @XmlElement(required = true)
    private String gatewayAddress;

    @XmlElement
    private int mtu;

    @XmlElement
    private int idleSeconds;

    @XmlElement
    private int maxBatchPackets;

    @XmlElement
    private int maxBatchBytes;

    @XmlElement
    private int maxPolls;

    @XmlElement
    private int maxSends;

    @XmlElement
    private List<Option> option = new ArrayList<>();

    @XmlElement
    private List<String> route = new ArrayList<>();

    @XmlElement
    private List<String> dnsServer = new ArrayList<>();

    @XmlElement
    private List<String> dnsDomain = new ArrayList<>();

    /** For JAXB. */
    public AuthenticateResponse() {
    }

    public AuthenticateResponse(
            String sessionId, String address, int prefixLength, String gatewayAddress, int mtu, int idleSeconds, int
            maxBatchPackets, int maxBatchBytes, int maxPolls, int maxSends, List<Option> options) {
        this.sessionId = sessionId;
        this.address = address;
        this.prefixLength = prefixLength;
        this.gatewayAddress = gatewayAddress;
        this.mtu = mtu;
        this.idleSeconds = idleSeconds;
        this.maxBatchPackets = maxBatchPackets;
        this.maxBatchBytes = maxBatchBytes;
        this.maxPolls = maxPolls;
        this.maxSends = maxSends;
        this.option = options;
    }

    /** Adds what the gateway has the client's system told, as {@link #getRoutes}, {@link #getDnsServers} and {@link #getDnsDomains} have it. */
    public AuthenticateResponse withPushed(List<String> routes, List<String> dnsServers, List<String> dnsDomains) {
        this.route = routes;
        this.dnsServer = dnsServers;
        this.dnsDomain = dnsDomains;
        return this;
    }

    /** The secret that {@code authenticate} gave. */
    public String getSessionId() {
        return sessionId;
    }

    /** The client's tunnel address, as in 10.66.77.2. */
    public String getAddress() {
        return address;
    }

    /** The prefix length of the tunnel's network, in bits. */
    public int getPrefixLength() {
        return prefixLength;
    }

    /** The gateway's tunnel address. */
    public String getGatewayAddress() {
        return gatewayAddress;
    }

    /** The largest packet, in bytes. */
    public int getMtu() {
        return mtu;
    }

    /** A session that is silent for this long, in seconds, ends. */
    public int getIdleSeconds() {
        return idleSeconds;
    }

    /** The most packets of one sendPackets. */
    public int getMaxBatchPackets() {
        return maxBatchPackets;
    }

    /** The most packet bytes of one sendPackets, before base64. */
    public int getMaxBatchBytes() {
        return maxBatchBytes;
    }

    /** The most receivePackets calls in flight. */
    public int getMaxPolls() {
        return maxPolls;
    }

    /** The most sendPackets calls in flight. */
    public int getMaxSends() {
        return maxSends;
    }

    /** What the gateway accepted of the client's offers. */
    public List<Option> getOptions() {
        return option;
    }

    /** Networks that are reached through the gateway, as in 10.20.0.0/16. */
    public List<String> getRoutes() {
        return route;
    }

    /** IPv4 addresses of DNS servers that are reached through the gateway, the best one first. */
    public List<String> getDnsServers() {
        return dnsServer;
    }

    /** Domains whose names those servers know; none: they are for all names. */
    public List<String> getDnsDomains() {
        return dnsDomain;
    }
}
