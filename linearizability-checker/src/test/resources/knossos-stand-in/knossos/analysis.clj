(ns knossos.analysis
  "Stands in for Knossos in tests of the interop: judges histories without concurrency, and only those.")

(defn- step [state op]
  (case (:f op)
    :write (:value op)
    :read  (if (or (nil? (:value op)) (= state (:value op))) state ::wrong)
    :cas   (if (= state (first (:value op))) (second (:value op)) ::wrong)))

(defn analysis [model history opts]
  (assert (every? map? history))
  (assert (= (map :index history) (range (count history))))
  (cond
    (= 1 (:time-limit opts)) {:valid? :unknown, :cause :timeout}
    (= :register (:kind model)) {:valid? (not-any? #(= :cas (:f %)) history)}
    :else (reduce (fn [result op]
                    (let [state (step (:state result) op)]
                      (if (= state ::wrong)
                        (reduced {:valid? false, :op op})
                        (assoc result :state state))))
                  {:valid? true, :state (:value model)}
                  (filter #(= :ok (:type %)) history))))

(defn final-paths-for-config [& _]
  (throw (IllegalStateException. "takes for ever")))
