(ns knossos.search)

(defn run [search opts] ((:run search) opts))

(defn abort! [search cause] (reset! (:aborted search) cause))

(defn competition [searches] (:wgl searches))
