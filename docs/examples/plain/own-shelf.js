// `homebird:ready` tells that the worker, or what stands in for it, is there.
document.addEventListener('homebird:ready', async () => {
  const answer = await homebird.recommend({ placement: 'cart', count: 3 });
  const list = document.querySelector('#own-shelf');
  for (const { id, reason } of answer?.items ?? []) {
    const item = document.createElement('li');
    // A click on the link is select_item; because the line says data-defaults="2026-12-01", it counts as a click on the recommendation.
    item.dataset.homebirdItem = id;
    const link = document.createElement('a');
    link.href = `/p/${id}`;
    link.textContent = `${id} (${reason})`;
    item.append(link);
    list.append(item);
  }
});
