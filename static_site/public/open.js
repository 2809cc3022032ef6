/* Public pages: how many days are left, and a search in the rows. Both pages are whole without it. */
;(function () {
  "use strict"
  var box = document.querySelector("[data-closes]")
  if (box) {
    var now = new Date()
    var today = new Intl.DateTimeFormat("en-CA", { timeZone: box.dataset.zone }).format(now)
    var left = box.dataset.days.split(" ").filter(function (day) {
      return day >= today
    }).length
    var over = now > new Date(box.dataset.closes)
    if (over)
      document.querySelectorAll("td.end a").forEach(function (link) {
        link.remove()
      })
    box.textContent = over ? box.dataset.over : box.dataset.left.replace("{n}", String(left))
  }
  var rows = Array.prototype.slice.call(document.querySelectorAll("tbody tr"))
  var first = document.querySelector("section")
  if (rows.length < 10 || !first) return
  var fold = function (text) {
    return text.normalize("NFKC").toLowerCase()
  }
  var texts = rows.map(function (row) {
    return fold(row.textContent)
  })
  var find = document.createElement("input")
  find.type = "search"
  find.className = "find"
  find.setAttribute("aria-label", document.body.dataset.find)
  find.placeholder = document.body.dataset.find
  find.addEventListener("input", function () {
    var words = fold(find.value).split(/\s+/).filter(Boolean)
    rows.forEach(function (row, n) {
      row.hidden = !words.every(function (word) {
        return texts[n].indexOf(word) >= 0
      })
    })
  })
  first.parentNode.insertBefore(find, first)
})()
