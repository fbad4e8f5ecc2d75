/** The store in a browser: what runs there are, how they ended, and their files. */
package io.keelson.jepsen.store;
