/**
 * Reproduces a release of lfads-torch where this project differs from it on purpose:
 * - the external input starts at step 0 instead of at step `ic_enc_seq_len`;
 * - so do the masks by which coordinated dropout and sample validation change the losses;
 * - missing targets (NaN) count as ten spikes in the logged bits per spike;
 * - the logged bits per spike call the first `encod_data_dim` channels held-in, also behind a read-in
 *   that changes the number of channels;
 * - weight decay acts on priors, biases and start states too, not on weights alone;
 *   also on the start state of a controller that is not used.
 */
export type Compat = 'lfads-torch-1.1';
