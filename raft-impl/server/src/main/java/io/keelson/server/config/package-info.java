/** The server's settings: one name and one default each, as flag, environment variable and key of the configuration file. */
package io.keelson.server.config;
