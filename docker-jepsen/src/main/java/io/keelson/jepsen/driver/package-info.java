/** How nodes are started, harmed and watched: one interface, and the driver for processes on this machine. */
package io.keelson.jepsen.driver;
