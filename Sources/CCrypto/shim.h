// OpenSSL's digests, which Swift sees as they are.
#pragma once
#include <openssl/evp.h>
