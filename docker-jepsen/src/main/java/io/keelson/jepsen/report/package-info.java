/** What a run leaves for people: Jepsen's store folder, the timeline page and the charts. */
package io.keelson.jepsen.report;
