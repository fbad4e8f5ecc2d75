/** The server: etcd's v3 API, the admin pages and the configuration around a node that hosts one replicated key-value store. */
package io.keelson.server;
