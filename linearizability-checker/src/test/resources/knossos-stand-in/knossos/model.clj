(ns knossos.model)

(defn register [value] {:kind :register, :value value})

(defn cas-register [value] {:kind :cas-register, :value value})

(defn multi-register [values] {:kind :multi-register, :value values})

(defn mutex [] {:kind :mutex})

(defn fifo-queue [] {:kind :queue})

(defn unordered-queue [] {:kind :queue})
