/* Runs before everything, in any browser: one that is too old sees which ones to use instead. */
;(function () {
  function recent() {
    try {
      return (
        "noModule" in document.createElement("script") &&
        "replaceAll" in String.prototype &&
        "any" in Promise &&
        CSS.supports("selector(:focus-visible)")
      )
    } catch (e) {
      return false
    }
  }
  function tell() {
    document.getElementById("app").style.display = "none"
    document.getElementById("too-old").removeAttribute("hidden")
  }
  if (!recent()) window.onload = tell
})()
