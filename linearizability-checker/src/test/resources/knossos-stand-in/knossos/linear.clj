(ns knossos.linear
  (:require [knossos.analysis :as analysis]))

(defn start-analysis [model history]
  {:aborted (atom nil)
   :run     (fn [opts]
              (let [result (analysis/analysis model history opts)]
                (if (false? (:valid? result))
                  (assoc result :final-paths (analysis/final-paths-for-config result))
                  result)))})
