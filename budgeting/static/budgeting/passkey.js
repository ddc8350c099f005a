/* Says in words that a passkey did not work; without it nothing would be seen. */
document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector(".passkey-failed");
  if (!place) return;
  event.preventDefault();
  const words = document.createElement("p");
  words.textContent = place.dataset.failed;
  place.classList.add("notice", "danger");
  place.replaceChildren(words);
});
