/** {@code keelson zoo}: documented bugs in builds of their own, and the nets that must catch them. */
package io.keelson.launcher.zoo;
