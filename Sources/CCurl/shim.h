// libcurl; its functions of variable arguments, which Swift can't call, a function a type.
#pragma once
#include <curl/curl.h>

static inline CURLcode unreel_curl_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode unreel_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode unreel_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode unreel_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*unreel_curl_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode unreel_curl_set_receiver(
    CURL *handle, CURLoption option, unreel_curl_receiver receiver) {
  return curl_easy_setopt(handle, option, receiver);
}

static inline CURLcode unreel_curl_get_number(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

// Only these protocols: a setting must not make the program read a file or speak to a mail server.
static inline CURLcode unreel_curl_allow_http_only(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static inline CURLcode unreel_curl_initialize(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
