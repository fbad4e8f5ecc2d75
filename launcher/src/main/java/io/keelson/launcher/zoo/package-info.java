/** {@code keelson zoo}: bugs in builds of their own, and the nets that must catch them. */
package io.keelson.launcher.zoo;
