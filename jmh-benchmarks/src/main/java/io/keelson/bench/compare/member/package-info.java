/**
 * What runs in each process of a comparison, whichever library is compared: the load, the store and the conversation with the process that
 * measures. Depends on the JDK alone, because the other libraries' processes compile it too.
 */
package io.keelson.bench.compare.member;
