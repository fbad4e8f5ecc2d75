/**
 * etcd's v3 API over gRPC: key-value requests, status and the list of members. What etcd has and this package has not is answered
 * with UNIMPLEMENTED, by gRPC itself.
 */
package io.keelson.server.etcd;
