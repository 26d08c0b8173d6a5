// Numbers the lines of a text box of Streamlit, and marks those with a fault.
//
// The box stays Streamlit's own: it is only looked at. Numbers are drawn beside it in an element of
// ours, moved as the box scrolls. Without this file the box works all the same.

const SELECTOR = ".st-key-editor_text textarea"

export default function (component) {
  const { parentElement, data } = component
  const gutter = parentElement.querySelector(".gutter")
  const numbers = parentElement.querySelector(".numbers")
  const faulty = new Set(data.faulty)
  let box = null
  let lines = 0

  const draw = () => {
    const count = Math.min(box.value.split("\n").length, data.most)
    if (count === lines) return
    lines = count
    numbers.replaceChildren(
      ...Array.from({ length: count }, (_, place) => {
        const line = document.createElement("div")
        const wrong = faulty.has(place + 1)
        line.className = wrong ? "faulty" : ""
        line.textContent = wrong ? `▸ ${place + 1}` : `${place + 1}`
        return line
      }),
    )
  }
  const place = () => {
    const at = box.getBoundingClientRect()
    const from = parentElement.getBoundingClientRect()
    gutter.style.left = `${at.left - from.left + 1}px`
    gutter.style.top = `${at.top - from.top + 1}px`
    gutter.style.height = `${box.clientHeight}px`
    numbers.style.paddingTop = getComputedStyle(box).paddingTop
    scroll()
  }
  const scroll = () => {
    numbers.style.transform = `translateY(${-box.scrollTop}px)`
  }
  const typed = () => {
    draw()
    scroll()
  }
  const watcher = new ResizeObserver(() => box && place())
  const start = () => {
    box = document.querySelector(SELECTOR)
    if (!box) return false
    box.addEventListener("input", typed)
    box.addEventListener("scroll", scroll, { passive: true })
    watcher.observe(box)
    watcher.observe(document.body)
    for (let outer = box; outer; outer = outer.parentElement) watcher.observe(outer)
    draw()
    place()
    return true
  }
  let tries = 0
  let timer = null
  const wait = () => {
    if (!start() && tries++ < 50) timer = setTimeout(wait, 100)
  }
  wait()

  return () => {
    clearTimeout(timer)
    watcher.disconnect()
    if (box) {
      box.removeEventListener("input", typed)
      box.removeEventListener("scroll", scroll)
    }
  }
}
