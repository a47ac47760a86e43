// Adds up runs of losses and weights; the last step gives the result.
void main() {
  uint i = invocation();
  if (i >= p.runs) return;
  C loss = C(0);
  C share = C(0);
  uint end = i * p.run + p.run < p.count ? i * p.run + p.run : p.count;
  LOOP(k, i * p.run, end) {
    loss += load_loss(k);
    share += load_share(k);
  }
#if defined(IS_MEAN)
  store_y(0u, T_y(loss / share));
#elif defined(IS_SUM)
  store_y(0u, T_y(loss));
#else
  store_losses(i, loss);
  store_shares(i, share);
#endif
}
