package io.keelson.jepsen.driver;

/** What a driver can do to a cluster. */
public enum Ability {
    /** Ends, freezes, stops and starts single nodes. */
    PROCESSES,
    /** Asks the nodes themselves to do something, as an operator would. */
    OPERATIONS,
    /** Lets other members than the first take their place, with addresses that stay good. */
    MEMBERSHIP,
    /** Has a host on which no node lives at first, for a member beyond the first. */
    SPARE,
    /** Cuts links, each direction for itself. */
    CUTS,
    /** Loses and delays what crosses a link. */
    DELAYS,
    /** Lets packets come twice, and overtake each other. */
    PACKETS,
    /** Lets the end of a connection be noticed late, or at one end only. */
    CONNECTIONS,
    /** Reaches the files of a node that is down. */
    FILES,
    /** Orders a node to do wrong by itself: its clock, its disk, its reads. */
    ORDERS,
    /** Takes a node's power away: what was not forced is gone. */
    POWER,
    /** Fills a node's disk. */
    SPACE,
    /** Starts a node on another build of the server than the one that it came up on. */
    UPGRADES
}
