// Numbers the lines of a text box of Streamlit, and marks those with a fault.
//
// The box stays Streamlit's own: it is only looked at. Numbers are drawn beside it in an element of
// ours, moved as the box scrolls. Without this file the box works all the same.

const BOX = ".st-key-editor_text textarea"
const EVERY_MS = 250 // the page moves and redraws the box without telling

export default function ({ parentElement, data }) {
  parentElement.stopNumbers?.()
  const faulty = new Set(data.faulty)
  let drawn = ""

  const scroll = () => {
    const box = document.querySelector(BOX)
    const numbers = parentElement.querySelector(".numbers")
    if (box && numbers) numbers.style.transform = `translateY(${-box.scrollTop}px)`
  }
  const draw = () => {
    const box = document.querySelector(BOX)
    const gutter = parentElement.querySelector(".gutter")
    const numbers = parentElement.querySelector(".numbers")
    if (!box || !gutter || !numbers) return
    const count = Math.min(box.value.split("\n").length, data.most)
    if (drawn !== `${count}` || numbers.childElementCount !== count) {
      drawn = `${count}`
      numbers.replaceChildren(...Array.from({ length: count }, (_, place) => line(place + 1)))
    }
    const at = box.getBoundingClientRect()
    const from = gutter.offsetParent.getBoundingClientRect()
    gutter.style.left = `${at.left - from.left + 1}px`
    gutter.style.top = `${at.top - from.top + 1}px`
    gutter.style.height = `${box.clientHeight}px`
    numbers.style.paddingTop = getComputedStyle(box).paddingTop
    scroll()
  }
  const line = (number) => {
    const made = document.createElement("div")
    made.className = faulty.has(number) ? "faulty" : ""
    made.textContent = faulty.has(number) ? `▸ ${number}` : `${number}`
    return made
  }
  const typed = (event) => event.target.matches?.(BOX) && draw()
  const scrolled = (event) => event.target.matches?.(BOX) && scroll()

  document.addEventListener("input", typed, true)
  document.addEventListener("scroll", scrolled, true)
  const timer = setInterval(draw, EVERY_MS)
  draw()

  parentElement.stopNumbers = () => {
    clearInterval(timer)
    document.removeEventListener("input", typed, true)
    document.removeEventListener("scroll", scrolled, true)
  }
  return parentElement.stopNumbers
}
