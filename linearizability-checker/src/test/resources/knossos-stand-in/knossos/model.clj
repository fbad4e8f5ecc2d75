(ns knossos.model)

(defn register [value] {:kind :register, :value value})

(defn cas-register [value] {:kind :cas-register, :value value})
