/** The admin pages over plain HTTP, on a listener of their own: health, metrics, status. */
package io.keelson.server.admin;
