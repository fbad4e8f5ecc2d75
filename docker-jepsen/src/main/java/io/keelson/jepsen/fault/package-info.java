/** What goes wrong during a run: the faults there are, whom they hit, and the nemesis that inflicts them by turns. */
package io.keelson.jepsen.fault;
